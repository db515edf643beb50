using System.Globalization;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>A figure over several seeds.</summary>
/// <param name="Mean">Mean of those that are known; NaN where none is.</param>
/// <param name="HalfSpread">Half the distance of the largest and the smallest.</param>
/// <param name="Count">How many are known.</param>
internal readonly record struct StudyFigure(double Mean, double HalfSpread, int Count)
{
    /// <summary>Summarises.</summary>
    public static StudyFigure Of(IEnumerable<double> figures)
    {
        double[] known = [.. figures.Where(double.IsFinite)];
        return known.Length == 0
            ? new StudyFigure(double.NaN, 0, 0)
            : new StudyFigure(known.Average(), (known.Max() - known.Min()) / 2, known.Length);
    }

    /// <summary>As a table has it.</summary>
    /// <param name="format">Format of both numbers.</param>
    /// <returns>Mean ± half spread, the mean alone of a single one, or "-".</returns>
    public string Text(string format)
    {
        string mean = Mean.ToString(format, CultureInfo.InvariantCulture);
        return Count switch
        {
            0 => "-",
            1 => mean,
            _ => $"{mean} ± {HalfSpread.ToString(format, CultureInfo.InvariantCulture)}",
        };
    }
}
