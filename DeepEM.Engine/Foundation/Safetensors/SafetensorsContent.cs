namespace DeepEM.Engine.Foundation.Safetensors;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Metadata">Text by name.</param>
/// <param name="Tensors">The tensors, in the order of their data.</param>
/// <param name="Data">The data section as it lies in the file.</param>
public sealed record SafetensorsContent(
    IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<NamedTensor> Tensors, ReadOnlyMemory<byte> Data);
