namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What a picking that runs knows of its micrographs; any thread may ask.</summary>
/// <param name="tally">Counts.</param>
/// <param name="ledger">Keeps what is finished.</param>
/// <param name="writer">Writes the tables.</param>
internal sealed class PickingState(PickingTally tally, PickingLedgers ledger, PickingWriter writer)
{
    /// <summary>Micrographs that are finished, by this run or an earlier one.</summary>
    public int Finished => tally.Finished;

    /// <summary>Picks of all that are finished.</summary>
    public int Picks => tally.Picks;

    /// <inheritdoc cref="PickingWriter.WriteTables"/>
    public void WriteTables() => writer.WriteTables();

    /// <summary>What is told of those that were finished last, the latest at the end.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <returns>The name of the outputs of each, its picks and its figures.</returns>
    public IReadOnlyList<(string Name, int Picks, PickingFigures Figures)> Latest(int count) =>
        [.. ledger.Figures(ledger.Latest(count).Select(name => (name, name)))];
}
