namespace FluentRnn.Examples.Episodes;

/// <summary>
/// Carts that each balance a pole, side by side: Barto, Sutton and Anderson 1983, "Neuronlike adaptive elements that can solve difficult learning control
/// problems", with the figures of the usual benchmark. A cart that falls, leaves the track or has stood long enough begins a new episode.
/// </summary>
sealed class PoleCarts
{
    /// <summary>The longest episode.</summary>
    public const int Longest = 500;

    /// <summary>What can be seen of a cart: where it is, and how the pole leans. How fast either moves is hidden.</summary>
    public const int Seen = 2;

    const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, HalfLength = 0.5, Force = 10, Seconds = 0.02;
    const double WidestPosition = 2.4, WidestAngle = 12 * Math.PI / 180, LargestStart = 0.05;
    const double TotalMass = CartMass + PoleMass;

    readonly Random random;
    readonly Cart[] carts;

    public PoleCarts(int count, Random random)
    {
        this.random = random;
        carts = [.. Enumerable.Range(0, count).Select(_ => Start())];
    }

    /// <summary>How many carts there are.</summary>
    public int Count => carts.Length;

    /// <summary>Position and angle of each cart, as shares of the widest: (Count, <see cref="Seen"/>), row by row.</summary>
    public float[] Observe() => [.. carts.SelectMany(cart => (float[])[(float)(cart.Position / WidestPosition), (float)(cart.Angle / WidestAngle)])];

    /// <summary>The angles, in degrees.</summary>
    public double[] Angles() => [.. carts.Select(cart => cart.Angle * 180 / Math.PI)];

    /// <summary>Pushes every cart for one fiftieth of a second.</summary>
    /// <param name="right">Which carts are pushed to the right; the others are pushed to the left.</param>
    /// <returns>How the step ended for each cart, and how long its episode has been.</returns>
    public (Ending Ending, int Length)[] Push(bool[] right)
    {
        var endings = new (Ending, int)[carts.Length];
        for (var i = 0; i < carts.Length; i++)
        {
            carts[i] = Move(carts[i], right[i] ? Force : -Force);
            var fallen = Math.Abs(carts[i].Position) > WidestPosition || Math.Abs(carts[i].Angle) > WidestAngle;
            endings[i] = (fallen ? Ending.Fallen : carts[i].Length == Longest ? Ending.TimeIsUp : Ending.None, carts[i].Length);
        }

        return endings;
    }

    /// <summary>Begins a new episode for one cart.</summary>
    public void Restart(int cart) => carts[cart] = Start();

    Cart Start() => new(Draw(), Draw(), Draw(), Draw(), 0);

    double Draw() => ((random.NextDouble() * 2) - 1) * LargestStart;

    static Cart Move(Cart cart, double force)
    {
        var (sin, cos) = Math.SinCos(cart.Angle);
        var pressed = (force + (PoleMass * HalfLength * cart.AngularSpeed * cart.AngularSpeed * sin)) / TotalMass;
        var angular = ((Gravity * sin) - (cos * pressed)) / (HalfLength * ((4.0 / 3) - (PoleMass * cos * cos / TotalMass)));
        var linear = pressed - (PoleMass * HalfLength * angular * cos / TotalMass);
        return new Cart(
            cart.Position + (Seconds * cart.Speed),
            cart.Speed + (Seconds * linear),
            cart.Angle + (Seconds * cart.AngularSpeed),
            cart.AngularSpeed + (Seconds * angular),
            cart.Length + 1);
    }

    /// <summary>One cart: metres, metres a second, radians, radians a second, and the steps of its episode so far.</summary>
    readonly record struct Cart(double Position, double Speed, double Angle, double AngularSpeed, int Length);
}

/// <summary>How a step ended for a cart.</summary>
enum Ending
{
    /// <summary>The episode goes on.</summary>
    None,

    /// <summary>The pole fell, or the cart left the track.</summary>
    Fallen,

    /// <summary>The cart stood as long as an episode can be.</summary>
    TimeIsUp,
}
