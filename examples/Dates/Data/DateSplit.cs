using FluentRnn.Examples.Splits;

namespace FluentRnn.Examples.Dates;

/// <summary>Which dates train and which test: a date belongs to one side in every language and layout.</summary>
static class DateSplit
{
    /// <summary>The first date drawn.</summary>
    public static readonly DateOnly First = new(1900, 1, 1);

    /// <summary>The last date drawn.</summary>
    public static readonly DateOnly Last = new(2099, 12, 31);

    /// <summary>Whether the date is kept for testing: one in ten, by a hash of the date.</summary>
    public static bool IsTest(DateOnly date) => StableHash.Of(date.DayNumber) % 10 == 0;

    /// <summary>A random date of one side.</summary>
    public static DateOnly Draw(Random random, bool test)
    {
        while (true)
        {
            var date = DateOnly.FromDayNumber(random.Next(First.DayNumber, Last.DayNumber + 1));
            if (IsTest(date) == test)
                return date;
        }
    }
}
