namespace DeepEM.Engine.Micrographs;

/// <summary>Micrographs that come as they are made, from a place that is known.</summary>
public interface IMicrographFeed
{
    /// <summary>How outputs are named, no two alike.</summary>
    OutputNames Names { get; }

    /// <summary>The order of the tables of all micrographs, whenever each came.</summary>
    IComparer<MicrographSource> Order { get; }

    /// <summary>The micrographs of the place when it was looked at first, complete or not.</summary>
    IReadOnlyList<MicrographSource> Listed { get; }

    /// <summary>Micrographs whose picks are there and whose files are not any more: their picks stay.</summary>
    IReadOnlyList<MicrographSource> Gone { get; }

    /// <summary>How many can be looked at before the first is picked without waiting for more.</summary>
    int Ahead { get; }

    /// <summary>Whether a file belongs to the place, there or not.</summary>
    /// <param name="path">Its full path.</param>
    bool Covers(string path);

    /// <summary>Gives the micrographs, once; whatever is complete, one by one.</summary>
    /// <param name="noMore">Ends the waiting and the stream.</param>
    IEnumerable<MicrographSource> Read(CancellationToken noMore);
}
