using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Foundation.Safetensors;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Learning.Training;

/// <summary>A training between two steps as named tensors and values: what a checkpoint holds.</summary>
/// <remarks>
/// Every part of a training has one method <c>Exchange(TrainingState)</c> that names each of its fields once. The same
/// lines save and restore, by <see cref="IsRestoring"/>, so a new field is one new line and cannot be forgotten on one
/// side. A restored training goes on as if it had never stopped, bit for bit: float32 tensors are kept as they are, and
/// doubles are written with the digits that read back as the same number.
/// </remarks>
public sealed class TrainingState
{
    private static readonly JsonSerializerOptions _json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _path;
    private readonly List<NamedTensor> _tensors;
    private readonly Dictionary<string, string> _values;

    /// <summary>An empty state, to be filled by what is saved.</summary>
    public TrainingState()
    {
        _path = string.Empty;
        _tensors = [];
        _values = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>A state that was saved, to restore from.</summary>
    /// <param name="path">The file it comes from, for messages.</param>
    /// <param name="tensors">What <see cref="Tensors"/> was.</param>
    /// <param name="values">What <see cref="Values"/> was.</param>
    public TrainingState(
        string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> values)
    {
        _path = path;
        _tensors = [.. tensors];
        _values = new Dictionary<string, string>(values, StringComparer.Ordinal);
        IsRestoring = true;
    }

    /// <summary>Whether the fields are overwritten with what was saved; else they are saved.</summary>
    public bool IsRestoring { get; }

    /// <summary>The tensors, in the order they were named.</summary>
    public IReadOnlyList<NamedTensor> Tensors => _tensors;

    /// <summary>Everything else as JSON by name.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Saves or restores a number, a text, or a list or record of such.</summary>
    /// <typeparam name="T">Anything that System.Text.Json writes and reads back the same.</typeparam>
    /// <param name="name">Unique in the state, for example "session.epoch".</param>
    /// <param name="value">Overwritten when restoring.</param>
    /// <exception cref="InvalidFileException">The value is missing or of another kind.</exception>
    public void ExchangeValue<T>(string name, ref T value)
        where T : notnull
    {
        if (!IsRestoring)
        {
            _values.Add(name, JsonSerializer.Serialize(value, _json));
            return;
        }

        string text = _values.TryGetValue(name, out string? found) ? found : throw Missing(name);
        try
        {
            value = JsonSerializer.Deserialize<T>(text, _json) ?? throw Missing(name);
        }
        catch (JsonException exception)
        {
            throw new InvalidFileException(_path, $"'{name}' is no {typeof(T).Name}", exception);
        }
    }

    /// <summary>Saves or restores a generator, which continues its sequence.</summary>
    /// <param name="name">Unique in the state.</param>
    /// <param name="random">Overwritten when restoring.</param>
    /// <exception cref="InvalidFileException">The generator is missing or impossible.</exception>
    public void ExchangeGenerator(string name, ref RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ulong[] words = random.SaveState();
        ExchangeValue(name, ref words);
        if (IsRestoring)
        {
            Require(name, words.Length == 4 && words.Any(w => w != 0), "four words that are not all zero");
            random = new RandomSource(words);
        }
    }

    /// <summary>Saves or restores float32 values in the host's memory.</summary>
    /// <param name="name">Unique in the state.</param>
    /// <param name="values">Overwritten when restoring; may be empty, where there are none yet.</param>
    /// <exception cref="InvalidFileException">The values are missing.</exception>
    public void ExchangeArray(string name, ref float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (IsRestoring)
        {
            values = _tensors.Find(t => t.Name == name)?.Values.ToArray() ?? throw Missing(name);
        }
        else
        {
            _tensors.Add(new NamedTensor(name, [values.Length], values));
        }
    }

    /// <summary>Saves or restores a flat tensor on a device; waits for the device.</summary>
    /// <param name="name">Unique in the state.</param>
    /// <param name="tensor">Overwritten when restoring.</param>
    /// <exception cref="InvalidFileException">The values are missing or of another length.</exception>
    public void ExchangeTensor(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        float[] values = new float[IsRestoring ? 0 : tensor.Length];
        if (!IsRestoring)
        {
            tensor.Download(values);
        }

        ExchangeArray(name, ref values);
        if (IsRestoring)
        {
            Require(name, values.Length == tensor.Length, $"{tensor.Length} values");
            tensor.Upload(values);
        }
    }

    /// <summary>Refuses what was restored where it is impossible; does nothing when saving.</summary>
    /// <param name="name">The value or tensor.</param>
    /// <param name="isPossible">False to refuse it.</param>
    /// <param name="expected">What it should be, for the message.</param>
    /// <exception cref="InvalidFileException">It is impossible.</exception>
    public void Require(string name, bool isPossible, string expected)
    {
        if (IsRestoring && !isPossible)
        {
            throw new InvalidFileException(_path, $"'{name}' is impossible, expected {expected}");
        }
    }

    private InvalidFileException Missing(string name) => new(_path, $"'{name}' is missing: no state of this training");
}
