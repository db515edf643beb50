using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using DeepEM.Engine.General;
using DeepEM.Engine.Models;
using DeepEM.Engine.Networks;

namespace DeepEM.Engine.Workflows;

/// <summary>A trained network that another training starts from.</summary>
public sealed class TrainingStart
{
    private readonly PickingModel _model;

    /// <summary>Starts from a model.</summary>
    /// <param name="name">What a user calls it.</param>
    /// <param name="model">The model.</param>
    public TrainingStart(string name, PickingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Name = name;
        _model = model;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters.Span)));
    }

    /// <summary>What a user names.</summary>
    /// <param name="name">"general" for the model that comes with the program, "none", or a model file.</param>
    /// <returns>The start, or null for none.</returns>
    /// <exception cref="InvalidFileException">The model cannot be read.</exception>
    public static TrainingStart? Named(string name) => name switch
    {
        "none" => null,
        "general" => new TrainingStart(name, GeneralModel.Shipped),
        _ => new TrainingStart(name, ModelFile.Read(name)),
    };

    /// <summary>What a user calls it.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of its parameters.</summary>
    public string Sha256 { get; }

    /// <summary>The network it is for.</summary>
    [JsonIgnore]
    public NetworkDescription Network => _model.Network;

    /// <summary>A copy of its parameters, or null when they are those of another network.</summary>
    /// <param name="network">The network to be trained.</param>
    /// <returns>The parameters in the order of <see cref="ParameterBlock.Of"/>.</returns>
    public float[]? ParametersFor(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.ToString() == _model.Network.ToString() ? _model.Parameters.ToArray() : null;
    }
}
