using System.CommandLine;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Options;

/// <summary>The option that says whether particles are dark or bright; null to tell from the data.</summary>
internal static class ContrastOption
{
    /// <summary>A new option.</summary>
    /// <param name="automatic">How it is told where it is not said, part of a sentence.</param>
    public static Option<ParticleContrast?> Create(string automatic) => ChoiceOption.Create<ParticleContrast?>(
        "--contrast",
        "Whether particles are darker or brighter than the ice [default: auto]",
        ("dark", ParticleContrast.Dark),
        ("bright", ParticleContrast.Bright),
        ("auto", null))
        .WithDetails($"auto: {automatic}.");
}
