using System.CommandLine;
using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Cli.Options;

/// <summary>The option that chooses a network and the way of training and picking that belongs to it.</summary>
internal static class PresetOption
{
    /// <summary>A new option; left out, its value is the default of the type.</summary>
    public static Option<NetworkPreset> Create() => ChoiceOption.Create(
        "--preset",
        "Network and recipe: sized from the diameter, or as published for KLH (272 px windows) or 19S (160 px), "
        + "unbinned and slow [default: auto]",
        ("auto", NetworkPreset.Auto),
        ("klh", NetworkPreset.Klh),
        ("19s", NetworkPreset.NineteenS));
}
