namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Something that somebody should look at now.</summary>
/// <param name="Name">A word that does not change: <c>picks-drop</c>, <c>nothing-new</c> or <c>failures</c>.</param>
/// <param name="Value">The number that is odd.</param>
/// <param name="Before">What it was before, or what is too much.</param>
/// <param name="Since">The first micrograph that it is about; empty where there is none.</param>
/// <param name="Time">When it was raised.</param>
internal sealed record WatchAlarm(string Name, double Value, double Before, string Since, DateTimeOffset Time)
{
    /// <summary>The alarm in words.</summary>
    public string Text => Name switch
    {
        WatchAlarms.PicksDrop => FormattableString.Invariant(
            $"the last micrographs have {Value:0} picks each, those before had {Before:0}; since {Since}"),
        WatchAlarms.NothingNew => FormattableString.Invariant($"nothing new for {Value / 60:0} min"),
        _ => FormattableString.Invariant($"{Value:0} micrographs running could not be picked; since {Since}"),
    };
}
