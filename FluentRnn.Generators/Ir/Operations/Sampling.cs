namespace FluentRnn.Generators.Ir;

/// <summary>Everything that draws random numbers: done exactly once a step, in order.</summary>
internal static class Sampling
{
    public static Operation Dropout { get; } = Dropping("dropout");
    public static Operation Dropout1d { get; } = Dropping("dropout1d");
    public static Operation Dropout2d { get; } = Dropping("dropout2d");
    public static Operation AlphaDropout { get; } = Dropping("alpha_dropout");
    public static Operation FeatureAlphaDropout { get; } = Dropping("feature_alpha_dropout");

    /// <summary>Random once a call, but for every use in a step its own: it stays where it is, so that each finds its mask.</summary>
    public static Operation SequenceDropout { get; } = new()
    {
        Name = "sequence_dropout",
        Calls = ["Dsl.SequenceDropout(self, p)"],
        Form = "global::FluentRnn.Dsl.SequenceDropout({self}, {p})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRule.Unknown("the mask it draws is not among its results"),
        Effects = Effects.Random,
    };

    public static Operation Zoneout { get; } = new()
    {
        Name = "zoneout",
        Calls = ["Dsl.Zoneout(next, previous, p)"],
        Form = "global::FluentRnn.Dsl.Zoneout({next}, {previous}, {p})",
        Shape = ShapeRules.Broadcast("next", "previous"),
        Derivative = DerivativeRule.Unknown("the mask it draws is not among its results"),
        Effects = Effects.Random,
    };

    public static Operation RandLike { get; } = Like("rand_like");
    public static Operation RandnLike { get; } = Like("randn_like");

    public static Operation RandintLike { get; } = new()
    {
        Name = "randint_like",
        Calls = ["randint_like(self, low, high, dtype, device, _=false)"],
        Form = "{self}.randint_like({low}, {high}{, dtype}{, device})",
        Shape = ShapeRules.SameAs,
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };

    public static Operation Rand { get; } = Drawing("rand");
    public static Operation Randn { get; } = Drawing("randn");

    public static Operation Bernoulli { get; } = Distributed("bernoulli", ShapeRules.Same);
    public static Operation Poisson { get; } = Distributed("poisson", ShapeRules.Same);

    public static Operation Binomial { get; } = new()
    {
        Name = "binomial",
        Calls = ["binomial(self, other, generator)"],
        Form = "{self}.binomial({other}{, generator})",
        Shape = ShapeRules.Broadcast("self", "other"),
        Derivative = DerivativeRule.Unknown("torch has no derivative of it"),
        Effects = Effects.Random,
    };

    public static Operation Normal { get; } = new()
    {
        Name = "normal",
        Calls = ["torch.normal(mean:tensor, std:tensor, generator)"],
        Form = "torch.normal({mean}, {std}{, generator})",
        Shape = ShapeRules.Broadcast("mean", "std"),
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };

    public static Operation Multinomial { get; } = new()
    {
        Name = "multinomial",
        Calls = ["multinomial(self, samples, replacement, generator)"],
        Form = "{self}.multinomial({samples}{, replacement}{, generator})",
        Shape = ShapeRules.Multinomial,
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };

    public static Operation Rrelu { get; } = new()
    {
        Name = "rrelu",
        Calls = ["functional.rrelu(self, lower, upper, _=false)"],
        Form = "torch.nn.functional.rrelu({self}, {lower}, {upper})",
        Shape = ShapeRules.SameReal,
        Derivative = DerivativeRule.Unknown("the slopes it draws are not among its results"),
        Effects = Effects.Random,
    };

    private static Operation Dropping(string name) => new()
    {
        Name = name,
        Calls = [$"functional.{name}(self, p, training, _=false)"],
        Form = "torch.nn.functional." + name + "({self}, {p}, {training})",
        Shape = ShapeRules.Same,
        Derivative = DerivativeRule.Unknown("the mask it draws is not among its results"),
        Effects = Effects.Random,
    };

    private static Operation Like(string name) => new()
    {
        Name = name,
        Calls = [name + "(self, dtype, device, _=false)"],
        Form = "{self}." + name + "({dtype}{, device})",
        Shape = ShapeRules.SameAs,
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };

    private static Operation Drawing(string name) => new()
    {
        Name = name,
        Calls = [.. Creation.Shaped("torch." + name, "", "dtype, device, _=false, generator, _=null")],
        Form = "torch." + name + "({shape:list}, {dtype}, {device}, false{, generator})",
        Shape = ShapeRules.Created,
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };

    private static Operation Distributed(string name, ShapeRule shape) => new()
    {
        Name = name,
        Calls = [name + "(self, generator)"],
        Form = "{self}." + name + "({generator})",
        Shape = shape,
        Derivative = DerivativeRule.Constant,
        Effects = Effects.Random,
    };
}
