using System.CommandLine;
using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses a network and the way of training and picking that belongs to it.</summary>
internal static class PresetOption
{
    /// <summary>A new option; left out, its value is the default of the type.</summary>
    public static Option<NetworkPreset> Create() => ChoiceOption.Create(
        "--preset",
        "Network: sized from the diameter (auto), or as published [default: auto]",
        ("auto", NetworkPreset.Auto),
        ("klh", NetworkPreset.Klh),
        ("19s", NetworkPreset.NineteenS))
        .WithDetails("klh (windows of 272 px) and 19s (160 px) are the published networks with the published way of "
            + "training and picking: unbinned and slow.");
}
