namespace DeepEM.Tests.Cli.Web;

/// <summary>A clock whose timers ring earlier than they were set to.</summary>
/// <param name="times">How many times earlier.</param>
internal sealed class QuickClock(double times) : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : dueTime / times, period);
}
