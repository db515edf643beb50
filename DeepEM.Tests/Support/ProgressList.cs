using DeepEM.Engine.Foundation;

namespace DeepEM.Tests.Support;

/// <summary>Keeps what is reported, in order, and may act on it at once.</summary>
internal sealed class ProgressList(Action<StageProgress>? act = null) : IProgress<StageProgress>
{
    public List<StageProgress> Reports { get; } = [];

    public void Report(StageProgress value)
    {
        Reports.Add(value);
        act?.Invoke(value);
    }
}
