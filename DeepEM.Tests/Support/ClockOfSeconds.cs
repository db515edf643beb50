namespace DeepEM.Tests.Support;

/// <summary>A clock that a test sets.</summary>
internal sealed class ClockOfSeconds : TimeProvider
{
    public int Seconds { get; set; }

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Seconds;
}
