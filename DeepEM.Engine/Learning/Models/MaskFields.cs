using System.Globalization;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Learning.Models;

/// <summary>The metadata of a model about where not to pick; models of versions before 0.2 have none.</summary>
internal static class MaskFields
{
    public const string ContrastName = "contrast";

    private const string LimitsName = "mask_limits";
    private const int LimitCount = 5;

    public static void Describe(PickingModel model, Dictionary<string, string> fields)
    {
        MaskLimits limits = model.MaskLimits;
        fields[LimitsName] = string.Create(
            CultureInfo.InvariantCulture,
            $"[{limits.Dark:R},{limits.Bright:R},{limits.Growth:R},{limits.Texture:R},{limits.BorderDistance:R}]");
        fields[ContrastName] = model.Contrast.ToString();
    }

    public static MaskLimits Limits(ModelFields fields)
    {
        if (!fields.Has(LimitsName))
        {
            return MaskLimits.Default;
        }

        double[] numbers = fields.Numbers(LimitsName, LimitCount);
        return new MaskLimits(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public static ParticleContrast Contrast(ModelFields fields, string name) =>
        fields.Has(name) ? fields.Enumeration<ParticleContrast>(name) : ParticleContrast.Unclear;
}
