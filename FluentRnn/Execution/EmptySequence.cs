using TorchSharp;
using static TorchSharp.torch;

namespace FluentRnn.Execution;

/// <summary>
/// A call with T = 0: sequence outputs are empty, (B, 0, …), last outputs zeros, final states the initial ones, all gradients zero. The shapes of the outputs are
/// those of one run of the step on zeros, which leaves no trace.
/// </summary>
static class EmptySequence
{
    public static RecurrenceResult Run(RecurrenceCall call, object?[] modules, Tensor[] initial)
    {
        var (sequence, last, _, done) = Probe(call, modules, initial);
        var zero = Zero(call);
        return new RecurrenceResult(
            Reference.Returned(call, sequence.Select(output => Connected(zeros([output.Shape[0], 0, .. output.Shape[1..]], output.DType, call.Device), zero))),
            Reference.Returned(call, last.Select(output => Connected(zeros(output.Shape, output.DType, call.Device), zero))),
            Reference.Returned(call, initial),
            done is null ? null : call.Return(zeros([call.Batch], ScalarType.Int64, call.Device)),
            done: null);
    }

    /// <summary>Runs the step once without gradients, in evaluation mode, with the random state kept, and gives the forms of what it yields.</summary>
    static (Form[] Sequence, Form[] Last, Form[] Next, Form? Done) Probe(RecurrenceCall call, object?[] modules, Tensor[] initial)
    {
        // Parents come before their children: train(…) goes down, and then the children get back their own.
        var modes = call.Container.modules().Prepend(call.Container).Select(module => (Module: module, module.training)).ToList();
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var random = get_rng_state();
        var training = Dsl.Training;
        try
        {
            call.Container.eval();
            Dsl.Training = false;
            var inputs = call.Sequences.Select(x => zeros([x.shape[0], .. x.shape[2..]], x.dtype, x.device)).ToArray();
            var yielded = Reference.Step(call, inputs, initial, modules);
            return (Forms(yielded.Sequence), Forms(yielded.Last), Forms(yielded.Next), yielded.Done is { } done ? new Form(done.shape, done.dtype) : null);
        }
        finally
        {
            foreach (var (module, mode) in modes) module.train(mode);
            Dsl.Training = training;
            set_rng_state(random);
        }
    }

    /// <summary>A zero that depends on everything that could have a gradient: a loss of empty outputs has one, and it is zero.</summary>
    static Tensor? Zero(RecurrenceCall call) => !call.Gradients ? null : call.Container.parameters().Concat(call.Given)
        .Where(tensor => tensor.requires_grad)
        .Select(tensor => tensor.reshape(-1).narrow(0, 0, 0).sum())
        .Aggregate((Tensor?)null, (sum, part) => sum is null ? part : sum + part);

    static Tensor Connected(Tensor output, Tensor? zero) => zero is null || !is_floating_point(output.dtype) ? output : output + zero.to(output.dtype);

    static Form[] Forms(Tensor[] tensors) => [.. tensors.Select(tensor => new Form(tensor.shape, tensor.dtype))];

    sealed record Form(long[] Shape, ScalarType DType);
}
