namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What is kept of a micrograph that was picked to the end.</summary>
/// <param name="Facts">Everything its picks depend on, by name; see <see cref="PickingFingerprint"/>.</param>
/// <param name="Outputs">The files that were written, relative to the folder, with /.</param>
/// <param name="Picks">Picks above the threshold.</param>
internal sealed record PickingRecord(
    IReadOnlyDictionary<string, string> Facts, IReadOnlyList<string> Outputs, int Picks)
{
    /// <summary>Whether picking anew would give what is there already.</summary>
    /// <param name="facts">What the picks depend on now.</param>
    /// <param name="outputs">The files that are asked for.</param>
    public bool Covers(IReadOnlyDictionary<string, string> facts, IEnumerable<string> outputs) =>
        Facts.Count == facts.Count
        && facts.All(fact => Facts.GetValueOrDefault(fact.Key) == fact.Value)
        && outputs.All(output => Outputs.Contains(output, StringComparer.Ordinal));
}
