namespace DeepEM.Engine.Foundation.Safetensors;

/// <summary>A float32 tensor of a model file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Values">Its values, row-major; as many as the product of the extents.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
