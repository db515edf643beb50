using System.Globalization;

namespace DeepEM.Cli.Options;

/// <summary>The real numbers an option takes; never NaN or infinite.</summary>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit, itself allowed.</param>
/// <param name="IsLowAllowed">Whether the lower limit itself is allowed.</param>
internal readonly record struct RealRange(double Low, double High, bool IsLowAllowed)
{
    /// <summary>Numbers greater than 0, up to a limit.</summary>
    public static RealRange PositiveUpTo(double high) => new(0, high, IsLowAllowed: false);

    /// <summary>Numbers from one limit to another, both included.</summary>
    public static RealRange FromTo(double low, double high) => new(low, high, IsLowAllowed: true);

    /// <summary>Whether a number is in the range; NaN never is.</summary>
    public bool Contains(double value) => (value > Low || (IsLowAllowed && value == Low)) && value <= High;

    /// <summary>As the help has it, for example "above 0, up to 10000" or "0 to 1".</summary>
    public string Brief => IsLowAllowed
        ? string.Create(CultureInfo.InvariantCulture, $"{Low} to {High}")
        : string.Create(CultureInfo.InvariantCulture, $"above {Low}, up to {High}");

    /// <summary>For example "more than 0, at most 10000" or "from 0 to 1".</summary>
    public override string ToString() => IsLowAllowed
        ? string.Create(CultureInfo.InvariantCulture, $"from {Low} to {High}")
        : string.Create(CultureInfo.InvariantCulture, $"more than {Low}, at most {High}");
}
