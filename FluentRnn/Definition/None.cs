namespace FluentRnn;

/// <summary>Stands in a type where a group (sequences, constants, states, modules, an output group) was not declared. It has no values.</summary>
public sealed class None
{
    None()
    {
    }
}
