using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Fediprofs.Tests.Architecture;

/// <summary>That a type of ours uses another type of ours.</summary>
/// <param name="From">The user, the outermost type.</param>
/// <param name="File">Where it stands, from the project's folder on.</param>
/// <param name="To">What is used.</param>
public sealed record Use(TypeDefinition From, string File, TypeDefinition To);

/// <summary>Reads from the compiled assemblies which type uses which: signatures, bodies, attributes, generics.</summary>
public static class Uses
{
    private static readonly string[] Ours = ["Fediprofs.ActivityPub", "Fediprofs.Domain", "Fediprofs"];
    private static readonly Lazy<IReadOnlyList<Use>> Read = new(() => [.. Ours.SelectMany(Of)]);

    public static IReadOnlyList<Use> All => Read.Value;

    /// <summary>The parts of a namespace below the project's own: for a domain type its slice, for a rim's type its rim.</summary>
    public static string Part(TypeDefinition type)
    {
        var project = Project(type);
        var rest = type.Namespace.Length > project.Length ? type.Namespace[(project.Length + 1)..] : "";
        return rest.Split('.')[0];
    }

    public static string Project(TypeDefinition type) => type.Module.Assembly.Name.Name;

    private static IEnumerable<Use> Of(string name)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        var assembly = AssemblyDefinition.ReadAssembly(
            Path.Combine(AppContext.BaseDirectory, name + ".dll"),
            new ReaderParameters { AssemblyResolver = resolver, ReadSymbols = true, InMemory = true });
        var found = new HashSet<(string, string)>();
        foreach (var outer in assembly.MainModule.Types.Where(t => !IsGenerated(t)))
        {
            foreach (var (used, method) in Nested(outer).SelectMany(References))
            {
                if (Definition(used) is { } to && to != outer && found.Add((outer.FullName, to.FullName)))
                {
                    yield return new(outer, FileOf(outer, method), to);
                }
            }
        }
    }

    /// <summary>What compilers and source generators add stands in namespaces of their own.</summary>
    private static bool IsGenerated(TypeDefinition type) => type.Namespace != "Fediprofs" && !type.Namespace.StartsWith("Fediprofs.", StringComparison.Ordinal);

    private static TypeDefinition? Definition(TypeReference reference)
    {
        reference = reference.GetElementType();
        if (reference is GenericParameter || !Ours.Contains(reference.Scope is AssemblyNameReference a ? a.Name : reference.Module?.Assembly.Name.Name))
        {
            return null;
        }

        var definition = reference.Resolve();
        while (definition?.DeclaringType is { } outer)
        {
            definition = outer;
        }

        return definition is null || !Ours.Contains(Project(definition)) || IsGenerated(definition) ? null : definition;
    }

    private static IEnumerable<TypeDefinition> Nested(TypeDefinition type) => type.NestedTypes.SelectMany(Nested).Prepend(type);

    private static IEnumerable<(TypeReference Type, MethodDefinition? Method)> References(TypeDefinition type)
    {
        var direct = new List<TypeReference?> { type.BaseType };
        direct.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        direct.AddRange(type.Fields.Select(f => f.FieldType));
        direct.AddRange(type.CustomAttributes.Concat(type.Methods.SelectMany(m => m.CustomAttributes)).Select(a => a.AttributeType));
        foreach (var one in direct.SelectMany(Parts))
        {
            yield return (one, null);
        }

        foreach (var method in type.Methods)
        {
            var used = new List<TypeReference?> { method.ReturnType };
            used.AddRange(method.Parameters.Select(p => p.ParameterType));
            used.AddRange(method.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
            if (method.HasBody)
            {
                used.AddRange(method.Body.Variables.Select(v => v.VariableType));
                used.AddRange(method.Body.ExceptionHandlers.Select(h => h.CatchType));
                used.AddRange(method.Body.Instructions.SelectMany(i => Operands(i.Operand)));
            }

            foreach (var one in used.SelectMany(Parts))
            {
                yield return (one, method);
            }
        }
    }

    private static IEnumerable<TypeReference?> Operands(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [generic.DeclaringType, generic.ReturnType, .. generic.GenericArguments, .. generic.Parameters.Select(p => p.ParameterType)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    /// <summary>From the debug information; a type without code stands in a file of its own name.</summary>
    private static string FileOf(TypeDefinition type, MethodDefinition? method)
    {
        var point = (method is null ? [] : new[] { method }).Concat(Nested(type).SelectMany(t => t.Methods)).Where(m => m.HasBody)
            .SelectMany(m => m.DebugInformation.SequencePoints).FirstOrDefault(p => p.Document.Url.Contains($"/{Project(type)}/", StringComparison.Ordinal));
        if (point?.Document.Url is not { } url)
        {
            return $"{type.Namespace.Split('.').Last()}/{type.Name}.cs";
        }

        var marker = $"/{Project(type)}/";
        return url[(url.LastIndexOf(marker, StringComparison.Ordinal) + marker.Length)..];
    }
}
