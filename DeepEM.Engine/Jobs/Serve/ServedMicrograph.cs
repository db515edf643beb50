using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>A micrograph of a project, as its list shows it.</summary>
/// <param name="Source">Its file and its name.</param>
/// <param name="Output">Name of its outputs, which no other micrograph of the project has.</param>
public sealed record ServedMicrograph(MicrographSource Source, string Output)
{
    /// <summary>Columns, pixels; 0 until it was looked at.</summary>
    public int Width { get; init; }

    /// <summary>Rows, pixels; 0 until it was looked at.</summary>
    public int Height { get; init; }

    /// <summary>Pixel size, angstrom; null where nothing says it.</summary>
    public double? PixelSize { get; init; }

    /// <summary>How far it is.</summary>
    public ServedState State { get; init; }

    /// <summary>Why it cannot be used; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>Median figure of merit of its picks; null without any.</summary>
    public double? Score { get; init; }

    /// <summary>Share of it where nothing is picked, 0 to 1; null until it was picked.</summary>
    public double? Masked { get; init; }

    /// <summary>Defocus, angstrom; null where no list says it.</summary>
    public double? Defocus { get; init; }
}
