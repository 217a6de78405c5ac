using static TorchSharp.torch;

namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>When a network draws random numbers.</summary>
public enum Draws
{
    Never,

    /// <summary>Anew at every step.</summary>
    EachStep,

    /// <summary>Once for all steps of a call.</summary>
    EachCall,
}

/// <summary>
/// A network of the gallery (docs/networks.md): a container, values for its slots, the loop that a TorchSharp user would write in its place, and what else is
/// known of it. The loop knows nothing of FluentRnn but the container's modules. <see cref="NetworkTests"/> checks every network in the same ways.
/// </summary>
abstract class Network
{
    /// <summary>All networks, by their number.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        .. typeof(Network).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Network)) && !type.IsAbstract)
            .Select(type => (Network)Activator.CreateInstance(type)!)
            .OrderBy(network => network.Number),
    ];

    public static Network Of(string name) => All.Single(network => network.Name == name);

    public string Name => GetType().Name;

    /// <summary>The place in the gallery; networks of one topic follow one another.</summary>
    public abstract int Number { get; }

    /// <summary>What the field calls it.</summary>
    public abstract string Title { get; }

    public abstract Topic Topic { get; }

    /// <summary>What of the language it needs beyond states that are vectors; a dash for nothing.</summary>
    public virtual string Needs => "–";

    /// <summary>The equations and where they come from, in Markdown.</summary>
    public abstract string Equations { get; }

    public virtual Draws Draws => Draws.Never;

    /// <summary>Whether it computes something else in training than in evaluation.</summary>
    public virtual bool TrainingMatters => false;

    /// <summary>Whether rows end early: a chunk then does not know what was done in the one before.</summary>
    public virtual bool Stops => false;

    /// <summary>Whether a row can hold its states while others go on: not where states grow.</summary>
    public virtual bool HoldsRows => true;

    /// <summary>The type of the container.</summary>
    public abstract Type Container { get; }

    /// <summary>The name of the file under Networks or Containers that declares the container.</summary>
    public string Source => (Container.DeclaringType ?? Container).Name;

    /// <summary>A container with random weights, double precision.</summary>
    public abstract nn.Module Create();

    /// <summary>Random values for the slots.</summary>
    public SlotValues Values(long batch, long steps)
    {
        var values = new SlotValues(batch, steps);
        Fill(values);
        return values;
    }

    /// <summary>The results by hand, in the order of those of the container.</summary>
    public abstract Tensor[] Loop(nn.Module container, SlotValues values);

    /// <summary>What else is known of the network, beside <see cref="Loop"/>: special cases, invariants, other implementations.</summary>
    public abstract IEnumerable<Oracle> Oracles(Executor executor);

    /// <summary>Gives every slot a value.</summary>
    protected abstract void Fill(SlotValues values);

    /// <summary>Gives a parameter other numbers.</summary>
    protected static void Assign(Tensor? parameter, Tensor? value)
    {
        using var noGradients = no_grad();
        parameter!.copy_(value!);
    }

    /// <summary>Results, and after them their gradients by some tensors.</summary>
    protected static Tensor[] WithGradients(Tensor[] results, params Tensor[] by) => [.. results, .. Same.Gradient(results, by)];

    /// <summary>Random numbers, double precision, that gradients can be asked for.</summary>
    protected static Tensor Leaf(params long[] shape) => randn(shape, ScalarType.Float64, requires_grad: true);

    /// <summary>Random numbers, double precision.</summary>
    protected static Tensor Random(params long[] shape) => randn(shape, ScalarType.Float64);
}

/// <inheritdoc/>
/// <typeparam name="TContainer">The container.</typeparam>
abstract class Network<TContainer> : Network
    where TContainer : nn.Module
{
    public sealed override Type Container => typeof(TContainer);

    public sealed override nn.Module Create() => Make();

    public sealed override Tensor[] Loop(nn.Module container, SlotValues values) => Loop((TContainer)container, values);

    /// <summary>A container with random weights, double precision, run by an executor.</summary>
    protected TContainer Make(Executor executor)
    {
        var container = Make();
        NamedCall.Choose(container, executor);
        return container;
    }

    protected abstract TContainer Make();

    protected abstract Tensor[] Loop(TContainer net, SlotValues values);
}
