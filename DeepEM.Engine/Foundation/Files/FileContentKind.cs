namespace DeepEM.Engine.Foundation.Files;

/// <summary>What a file looks like from its first bytes, whatever its name.</summary>
public enum FileContentKind
{
    /// <summary>Nothing that is known by its first bytes.</summary>
    Unknown,

    /// <summary>An MRC file: "MAP" at byte 208.</summary>
    Mrc,

    /// <summary>TIFF or BigTIFF, either byte order.</summary>
    Tiff,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>bzip2.</summary>
    Bzip2,

    /// <summary>Zstandard.</summary>
    Zstandard,

    /// <summary>HDF5, for example EMAN2's .hdf.</summary>
    Hdf5,

    /// <summary>A ZIP archive.</summary>
    Zip,

    /// <summary>A NumPy array, for example a .cs file.</summary>
    NumPy,

    /// <summary>A page of HTML, often a server's error message.</summary>
    Html,

    /// <summary>A STAR file.</summary>
    Star,

    /// <summary>Some other text.</summary>
    Text,

    /// <summary>Zeros only.</summary>
    Zeros,

    /// <summary>No bytes at all.</summary>
    Empty,
}
