namespace FluentRnn;

public static partial class Dsl
{
    // Of this thread, since forward may run in several at once.
    [ThreadStatic]
    static bool training;

    /// <summary>Whether the container whose step is running is in training mode. It means something only inside a step; elsewhere it is false.</summary>
    public static bool Training
    {
        get => training;
        internal set => training = value;
    }
}
