namespace DeepEM.Tests.Support;

/// <summary>A clock that stands still until a test turns it.</summary>
internal sealed class TurnedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Turns it on.</summary>
    /// <param name="seconds">By how much.</param>
    public void Turn(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
