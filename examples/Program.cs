using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Copy;
using FluentRnn.Examples.Dates;
using FluentRnn.Examples.Names;
using FluentRnn.Examples.Quickstart;
using FluentRnn.Examples.Sunspots;

// Numbers look the same everywhere; only the dates themselves are written in the languages of the world.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

IExample[] examples = [new DatesExample(), new SunspotsExample(), new CopyExample(), new NamesExample(), new QuickstartExample()];
return ExampleCommands.Run(examples, args);
