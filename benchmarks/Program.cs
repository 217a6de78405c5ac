using System.Globalization;
using FluentRnn.Benchmarks.CommandLine;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return BenchmarkCommand.Run(args);
