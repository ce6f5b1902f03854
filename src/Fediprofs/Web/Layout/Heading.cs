using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Fediprofs.Web.Layout;

/// <summary>A heading whose level depends on where its component stands, so that a page's outline has no holes.</summary>
public sealed class Heading : ComponentBase
{
    /// <summary>1 to 6.</summary>
    [Parameter, EditorRequired] public int Level { get; set; }

    /// <summary>The element's id, or null.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>The element's classes, or null.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>What the heading says.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "h" + Math.Clamp(Level, 1, 6).ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(1, "id", Id);
        builder.AddAttribute(2, "class", Class);
        builder.AddContent(3, ChildContent);
        builder.CloseElement();
    }
}
