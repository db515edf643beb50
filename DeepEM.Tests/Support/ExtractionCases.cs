using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Tests.Support;

/// <summary>The ways of extraction that are held against RELION, and picks at all borders.</summary>
internal static class ExtractionCases
{
    /// <summary>Names of the ways, for test cases.</summary>
    public static IEnumerable<string> Names => ["raw", "invert", "norm", "normflat", "scale", "all", "all2"];

    /// <summary>Our settings.</summary>
    public static BoxSettings Settings(string name) => name switch
    {
        "raw" => new(32) { Normalises = false, Inverts = false },
        "invert" => new(32) { Normalises = false },
        "norm" => new(32) { BackgroundRadius = 11, Inverts = false },
        "normflat" => new(32) { BackgroundRadius = 9, RemovesRamp = false, Inverts = false },
        "scale" => new(32) { ScaledSide = 20, Normalises = false, Inverts = false },
        "all" => new(32) { ScaledSide = 20 },
        _ => new(44) { ScaledSide = 18, BackgroundRadius = 6 },
    };

    /// <summary>The same for RELION's program.</summary>
    public static string[] RelionOptions(string name) => name switch
    {
        "raw" => ["--extract_size", "32"],
        "invert" => ["--extract_size", "32", "--invert_contrast"],
        "norm" => ["--extract_size", "32", "--norm", "--bg_radius", "11"],
        "normflat" => ["--extract_size", "32", "--norm", "--bg_radius", "9", "--no_ramp"],
        "scale" => ["--extract_size", "32", "--scale", "20"],
        "all" => ["--extract_size", "32", "--scale", "20", "--norm", "--bg_radius", "7", "--invert_contrast"],
        _ => ["--extract_size", "44", "--scale", "18", "--norm", "--bg_radius", "6", "--invert_contrast"],
    };

    /// <summary>Picks in the middle, on all borders and corners, below 0, with fractions, and nearly outside.</summary>
    public static (double X, double Y)[] Picks(int width, int height) =>
    [
        (width / 2, height / 2), (0, 0), (-0.5, -0.9), (width - 1, height - 1), (width - 1, 0), (0, height - 1),
        (-15.9, height / 2), (width + 15.7, 20.5), (width / 2, -15.2), (20.9, height + 15.5), (33.5, 40.9),
        (width - 17, height - 16.1), (width - 15, height - 17),
    ];
}
