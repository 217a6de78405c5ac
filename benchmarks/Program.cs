Console.WriteLine("The benchmarks of FluentRnn.");
