namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>How arriving files are watched.</summary>
/// <param name="Settle">How long a file has to stand still before it is complete.</param>
/// <param name="Poll">How often the place is looked at.</param>
public sealed record ArrivalSettings(TimeSpan Settle, TimeSpan Poll)
{
    /// <summary>Two seconds, every five seconds.</summary>
    public static ArrivalSettings Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
}
