using BenchmarkDotNet.Running;

namespace Fediprofs.Benchmarks;

/// <summary>Runs the benchmarks named on the command line; <c>--list flat</c> shows them.</summary>
public static class Runner
{
    /// <summary>Entry point.</summary>
    public static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Runner).Assembly).Run(args);
}
