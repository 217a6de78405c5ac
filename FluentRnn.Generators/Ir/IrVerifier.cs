namespace FluentRnn.Generators.Ir;

/// <summary>Checks what every pass relies on: single assignment, operands before their use, arguments complete, types as the shape rules give them.</summary>
internal static class IrVerifier
{
    /// <summary>Throws when a graph is not well formed; <paramref name="after"/> says what made it.</summary>
    public static void ThrowIfInvalid(StepGraph graph, string after)
    {
        var problems = Problems(graph).ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"The graph after {after} is not well formed: {string.Join("; ", problems)}.\n{IrPrinter.Print(graph)}");
        }
    }

    /// <summary>What is wrong with a graph, in its order; nothing when it is well formed.</summary>
    public static IEnumerable<string> Problems(StepGraph graph)
    {
        var values = new Dictionary<int, Value>();
        var problems = new List<string>();
        foreach (var input in graph.Inputs)
        {
            Define(input.Value, $"input '{input.Name}'");
        }

        problems.AddRange(graph.Inputs.GroupBy(input => (input.Kind, input.Name)).Where(group => group.Count() > 1)
            .Select(group => $"input '{group.Key.Name}' comes twice"));

        foreach (var op in graph.Ops)
        {
            var missing = op.Operands.Where(operand => !values.ContainsKey(operand)).ToList();
            problems.AddRange(missing.Select(operand => $"'{op.Operation}' reads %{operand}, which is not defined before it"));
            problems.AddRange(ArgumentProblems(op));
            if (missing.Count == 0)
            {
                problems.AddRange(TypeProblems(op, id => values[id]));
            }

            foreach (var result in op.Results)
            {
                Define(result, $"a result of '{op.Operation}'");
            }
        }

        problems.AddRange(graph.Returned.Where(id => !values.ContainsKey(id)).Select(id => $"%{id} is returned but not defined"));
        return problems;

        void Define(Value value, string what)
        {
            if (values.ContainsKey(value.Id))
            {
                problems.Add($"%{value.Id} is defined again, as {what}");
            }

            values[value.Id] = value;
        }
    }

    private static IEnumerable<string> ArgumentProblems(Op op)
    {
        if (OperationTable.Find(op.Operation.Name) != op.Operation)
        {
            yield return $"'{op.Operation}' is not in the operation table";
        }

        if (op.Call is null == (op.Operation == Operations.Opaque))
        {
            yield return op.Call is null ? $"'{op.Operation}' lacks the text of its call" : $"'{op.Operation}' has the text of a call";
        }

        if (!op.Arguments.Select(argument => argument.Name).SequenceEqual(op.Operation.Parameters, StringComparer.Ordinal))
        {
            yield return $"'{op.Operation}' has the arguments ({string.Join(", ", op.Arguments.Select(argument => argument.Name))}) instead of ({string.Join(", ", op.Operation.Parameters)})";
        }

        foreach (var argument in op.Arguments.Where(argument => !IsWellFormed(argument)))
        {
            yield return $"argument '{argument.Name}' of '{op.Operation}' is neither one value, nor a list of values, nor a host expression";
        }
    }

    private static bool IsWellFormed(Argument argument) => argument.Host is null ? argument.IsList || argument.Values.Count == 1 : !argument.IsList && argument.Values.Count == 0;

    private static IEnumerable<string> TypeProblems(Op op, Func<int, Value> value)
    {
        if (op.Operation == Operations.Opaque)
        {
            return op.Results.Where(result => result.Type != TensorType.Unknown).Select(result => $"%{result.Id}, the result of a call, has the type {result.Type}");
        }

        // What a failing rule found was reported when the graph was built.
        var inferred = GraphBuilder.Infer(op.Operation, op.Arguments, value, static _ => { });
        return inferred.Count != op.Results.Count
            ? [$"'{op.Operation}' has {op.Results.Count} results instead of {inferred.Count}"]
            : op.Results.Zip(inferred, (result, type) => (result, type)).Where(pair => pair.result.Type != pair.type)
                .Select(pair => $"%{pair.result.Id}, a result of '{op.Operation}', has the type {IrPrinter.Print(pair.result.Type)} instead of {IrPrinter.Print(pair.type)}");
    }
}
