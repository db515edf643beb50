using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Bench;

/// <summary>Micrographs at another pixel size, for tables of accuracy over pixel sizes.</summary>
/// <remarks>The Fourier transform is cropped or padded with zeros; pixel (y, x) lies at (scale·y, scale·x) then.
/// </remarks>
internal static class Resampling
{
    /// <summary>The word on the command line: <c>resample FROM TO SCALE PIXELSIZE</c>.</summary>
    public const string Verb = "resample";

    /// <summary>Resamples all MRC files of a folder.</summary>
    /// <param name="arguments">Folder, folder to write to, pixels of the result for each pixel, angstrom per pixel of
    /// the files.</param>
    public static void Run(IReadOnlyList<string> arguments)
    {
        double scale = double.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture);
        double pixelSize = double.Parse(arguments[3], System.Globalization.CultureInfo.InvariantCulture);
        Directory.CreateDirectory(arguments[1]);
        foreach (string path in Directory.EnumerateFiles(arguments[0], "*.mrc").Order(StringComparer.Ordinal))
        {
            using var file = MicrographFile.Open(path, MicrographReading.Default);
            (float[] pixels, int height, int width) = Resample(file, scale);
            string target = Path.Combine(arguments[1], Path.GetFileName(path));
            MrcWriter.Write(target, pixels, height, width, pixelSize / scale);
        }
    }

    private static (float[] Pixels, int Height, int Width) Resample(MicrographFile file, double scale)
    {
        Micrograph from = file.Read(null);
        int height = (int)Math.Round(from.Height * scale);
        int width = (int)Math.Round(from.Width * scale);
        Spectrum known = new FourierTransform(from.Height, from.Width, Environment.ProcessorCount)
            .Forward(from.Pixels.ToArray());
        var wanted = new Spectrum(height, width);
        float gain = (float)((double)height * width / ((double)from.Height * from.Width));
        int rows = (Math.Min(height, from.Height) - 1) / 2;
        int columns = (Math.Min(width, from.Width) - 1) / 2;
        for (int v = -rows; v <= rows; v++)
        {
            int source = (v + from.Height) % from.Height * known.Columns;
            int target = (v + height) % height * wanted.Columns;
            for (int u = 0; u <= columns; u++)
            {
                wanted.Real[target + u] = gain * known.Real[source + u];
                wanted.Imaginary[target + u] = gain * known.Imaginary[source + u];
            }
        }

        float[] pixels = new float[height * width];
        new FourierTransform(height, width, Environment.ProcessorCount).Inverse(wanted, pixels);
        return (pixels, height, width);
    }
}
