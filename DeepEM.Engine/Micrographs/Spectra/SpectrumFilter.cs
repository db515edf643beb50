using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Micrographs.Spectra;

/// <summary>Multiplies spectra by real functions of the frequency.</summary>
internal static class SpectrumFilter
{
    /// <summary>Multiplies every element by a function of its frequency.</summary>
    /// <param name="spectrum">Overwritten.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the image.</param>
    /// <param name="factor">Factor for the frequency along x and along y, 1/angstrom.</param>
    /// <param name="parallel">How many threads to use.</param>
    public static void Apply(
        Spectrum spectrum, double pixelSizeAngstrom, Func<double, double, double> factor, ParallelOptions parallel) =>
        Parallel.For(0, spectrum.Height, parallel, row =>
        {
            double qy = spectrum.RowFrequency(row) / pixelSizeAngstrom;
            int start = row * spectrum.Columns;
            for (int column = 0; column < spectrum.Columns; column++)
            {
                double qx = spectrum.ColumnFrequency(column) / pixelSizeAngstrom;
                float value = (float)factor(qx, qy);
                spectrum.Real[start + column] *= value;
                spectrum.Imaginary[start + column] *= value;
            }
        });
}
