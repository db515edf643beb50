using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Learning.Models;

/// <summary>The model that comes with the program: it knows particles in general, from simulated ones alone.</summary>
public static class GeneralModel
{
    private const string ResourceName = "general.deepem";

    private static readonly Lazy<PickingModel> _shipped = new(Load);

    /// <summary>The shipped model, for a diameter that its user sets.</summary>
    public static PickingModel Shipped => _shipped.Value;

    /// <summary>The shipped model for a particle.</summary>
    /// <param name="diameterAngstrom">Diameter of the particle, angstrom.</param>
    /// <returns>A model for micrographs of any pixel size, see <see cref="PickingModel.At"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The diameter is not positive.</exception>
    public static PickingModel For(double diameterAngstrom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(diameterAngstrom);
        return Shipped with
        {
            DiameterAngstrom = diameterAngstrom,
            EdgeMarginAngstrom = diameterAngstrom / 2,
            Contrast = ParticleContrast.Dark,
        };
    }

    private static PickingModel Load()
    {
        using Stream stream = typeof(GeneralModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not part of this build.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ModelFile.Parse(ResourceName, bytes);
    }
}
