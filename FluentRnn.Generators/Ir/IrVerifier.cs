namespace FluentRnn.Generators.Ir;

/// <summary>Checks that a graph is in single-assignment form, with every operand defined before its use. Run between passes.</summary>
internal static class IrVerifier
{
    /// <summary>The first thing wrong with a graph, or null.</summary>
    public static string? Verify(StepGraph graph)
    {
        var defined = new Dictionary<int, Value>();
        foreach (var input in graph.Inputs)
        {
            if (defined.ContainsKey(input.Value.Id))
            {
                return $"value {input.Value.Id} is defined twice";
            }

            defined.Add(input.Value.Id, input.Value);
        }

        if (graph.Inputs.GroupBy(input => (input.Kind, input.Name)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"input '{twice.Key.Name}' is read twice";
        }

        foreach (var op in graph.Ops)
        {
            if (op.Operands.Where(operand => !defined.ContainsKey(operand)).Select(operand => (int?)operand).FirstOrDefault() is { } unknown)
            {
                return $"'{op.Operation}' reads value {unknown} before it is defined";
            }

            if (op.Arguments.FirstOrDefault(argument => argument.Values.Count != 1 && argument.Host is null && !argument.IsList) is { } empty)
            {
                return $"argument '{empty.Name}' of '{op.Operation}' is neither one value, nor a list, nor a host expression";
            }

            if (op.Call is null && op.Operation.Form.Length == 0)
            {
                return $"'{op.Operation}' has neither a form nor a call";
            }

            foreach (var result in op.Results)
            {
                if (defined.ContainsKey(result.Id))
                {
                    return $"value {result.Id} is defined twice";
                }

                defined.Add(result.Id, result);
            }
        }

        return graph.Returned.Where(value => !defined.ContainsKey(value)).Select(value => $"value {value} is returned but not defined").FirstOrDefault();
    }

    /// <summary>Throws when a graph is not valid; <paramref name="after"/> names the pass that made it.</summary>
    public static void ThrowIfInvalid(StepGraph graph, string after)
    {
        if (Verify(graph) is { } fault)
        {
            throw new InvalidOperationException($"After {after}: {fault}.");
        }
    }
}
