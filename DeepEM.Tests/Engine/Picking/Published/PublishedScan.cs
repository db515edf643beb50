using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;

namespace DeepEM.Tests.Engine.Picking.Published;

/// <summary>The published scan from its definition, and something to scan.</summary>
internal static class PublishedScan
{
    /// <summary>Noise on a steep slope, far from zero, with a flat corner at the bottom right.</summary>
    public static Micrograph Micrograph(int height, int width)
    {
        float[] pixels = SmallNetworks.Noise(height * width, 11);
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = (i / width, i % width);
            bool flat = y >= height - 26 && x >= width - 26;
            pixels[i] = flat ? 180 : (10 * pixels[i]) + 200 + x - y;
        }

        return new Micrograph("noise.mrc", height, width, pixels, PixelSizeAngstrom: 2, Warnings: []);
    }

    /// <summary>A micrograph as the published network sees it.</summary>
    public static PreparedMicrograph Image(Micrograph micrograph) =>
        PreparedMicrograph.Raw(BinnedMicrograph.Of(micrograph));

    /// <summary>A model that every window passes.</summary>
    public static PickingModel Model(NetworkDescription network) => new()
    {
        Network = network,
        Parameters = SmallNetworks.Parameters(network, 5),
        Preset = NetworkPreset.Klh,
        PixelSizeAngstrom = 2,
        DiameterAngstrom = 24,
        Binning = 1,
        Threshold = 0.5,
        EdgeMarginAngstrom = 0,
    };

    /// <summary>Mean output of one window at four turns, each turned, standardised and scored alone.</summary>
    public static double Score(IComputeBackend backend, Micrograph micrograph, PickingModel model, int x, int y)
    {
        int side = model.Network.InputSide;
        PreparedMicrograph image = Image(micrograph);
        using var parameters = new NetworkParameters(backend, model.Network);
        parameters.All.Upload(model.Parameters.Span);
        using var network = new WindowNetwork(backend, model.Network, 1, training: false);
        var centre = new BinnedPosition(x + ((side - 1) / 2.0), y + ((side - 1) / 2.0));
        float[] window = new float[side * side];
        float[] logit = new float[1];
        double sum = 0;
        for (int turn = 0; turn < 4; turn++)
        {
            WindowCutter.Cut(image, centre, turn, side, window);
            PatchStandardisation.Apply(window);
            network.Input.Upload(window);
            network.Forward(parameters, 1);
            network.Logits.Download(logit);
            sum += 1 / (1 + Math.Exp(-logit[0]));
        }

        return sum / 4;
    }
}
