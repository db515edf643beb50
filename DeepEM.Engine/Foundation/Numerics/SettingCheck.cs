using System.Globalization;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>The range checks that the records of settings share.</summary>
internal static class SettingCheck
{
    /// <summary>Requires a finite number above 0.</summary>
    /// <param name="value">The number.</param>
    /// <param name="name">Name of the setting.</param>
    public static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "The number must be positive and finite.");
        }
    }

    /// <summary>Requires a number of a closed range.</summary>
    /// <param name="value">The number.</param>
    /// <param name="low">Lower limit.</param>
    /// <param name="high">Upper limit.</param>
    /// <param name="name">Name of the setting.</param>
    public static void Between(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(CultureInfo.InvariantCulture, $"The number must lie between {low} and {high}."));
        }
    }
}
