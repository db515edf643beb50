namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>Where micrographs come to, and which of the names there are micrographs.</summary>
internal interface IArrivalPlace
{
    /// <summary>Its name as the user gave it.</summary>
    string Path { get; }

    /// <summary>How outputs are named, no two alike; to be asked after the first scan.</summary>
    OutputNames Names { get; }

    /// <summary>The order in which a list of all has them.</summary>
    IComparer<MicrographSource> Order { get; }

    /// <summary>Looks for micrographs.</summary>
    /// <param name="isLate">Whether the place could not be read for a minute: what is odd about it holds then.</param>
    /// <returns>Those that no scan before this one gave.</returns>
    /// <exception cref="Foundation.InvalidFileException">It cannot be read, or is being written.</exception>
    IReadOnlyList<MicrographSource> Scan(bool isLate);

    /// <summary>Whether a file belongs here, there or not.</summary>
    /// <param name="path">Its full path.</param>
    bool Covers(string path);
}
