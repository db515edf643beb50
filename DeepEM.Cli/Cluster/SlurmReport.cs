namespace DeepEM.Cli.Cluster;

/// <summary>What of a picking was submitted.</summary>
/// <param name="Shards">The shards that are not finished, and neither wait nor run.</param>
/// <param name="Micrographs">How many micrographs are left in each of them.</param>
/// <param name="Active">Shards that an earlier submission has waiting or running.</param>
internal sealed record SlurmReport(
    IReadOnlyList<int> Shards, IReadOnlyList<int> Micrographs, IReadOnlyList<int> Active)
{
    /// <summary>The job whose tasks pick; null where none was submitted.</summary>
    public string? PickJob { get; init; }

    /// <summary>The job that merges; null where none was submitted.</summary>
    public string? MergeJob { get; init; }
}
