using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Bench;

/// <summary>What one row of a table measures.</summary>
/// <param name="Device">Name of the device.</param>
/// <param name="NetworkName">"A", "B" or "C".</param>
/// <param name="Part">Which part of the network, for example the number of a layer; may be empty.</param>
public sealed record BenchCase(string Device, string NetworkName, string Part)
{
    /// <summary>The network.</summary>
    internal NetworkDescription Network => BaselineNetworks.Named(NetworkName);

    /// <summary>The layer that <see cref="Part"/> numbers from 1, counted from 0.</summary>
    internal int Layer => int.Parse(Part, System.Globalization.CultureInfo.InvariantCulture) - 1;

    /// <summary>For example "cpu A2".</summary>
    public override string ToString() => $"{Device} {NetworkName}{Part}";
}
