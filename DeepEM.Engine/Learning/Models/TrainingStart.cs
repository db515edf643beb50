using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Engine.Learning.Models;

/// <summary>A trained network that another training starts from.</summary>
public sealed class TrainingStart
{
    /// <summary>The name of the model that comes with the program.</summary>
    public const string GeneralName = "general";

    /// <summary>The name for no model at all.</summary>
    public const string NoneName = "none";

    private readonly PickingModel _model;

    /// <summary>Starts from a model.</summary>
    /// <param name="name">What a user calls it.</param>
    /// <param name="model">The model.</param>
    public TrainingStart(string name, PickingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Name = name;
        _model = model;
        Sha256 = Convert.ToHexStringLower(Sha256Digest.Of(MemoryMarshal.AsBytes(model.Parameters.Span)));
    }

    /// <summary>What a user names.</summary>
    /// <param name="name"><see cref="GeneralName"/>, <see cref="NoneName"/>, or a model file.</param>
    /// <returns>The start, or null for none.</returns>
    /// <exception cref="InvalidFileException">The model cannot be read.</exception>
    public static TrainingStart? Named(string name) => name switch
    {
        NoneName => null,
        GeneralName => new TrainingStart(name, GeneralModel.Shipped),
        _ => new TrainingStart(name, ModelFile.Read(name)),
    };

    /// <summary>Whether a name is that of a model file.</summary>
    /// <param name="name">As for <see cref="Named"/>.</param>
    /// <returns>False for the names that this class knows itself.</returns>
    public static bool IsFile(string name) => name is not (GeneralName or NoneName);

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
