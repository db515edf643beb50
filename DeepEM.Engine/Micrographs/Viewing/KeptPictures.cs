namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Pictures of files in memory, as many as are allowed; what was not asked for longest goes first.</summary>
/// <param name="mostBytes">Bytes of all pictures together; what alone has more is not kept.</param>
/// <remarks>Several threads may call at the same time.</remarks>
internal sealed class KeptPictures(long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byKey = [];

    // The one that was asked for last comes first.
    private readonly LinkedList<Kept> _order = [];
    private long _bytes;

    /// <summary>Bytes that are kept now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Looks for a picture.</summary>
    /// <param name="key">What it is of.</param>
    /// <param name="stamp">The file's present stamp; a picture of another is let go.</param>
    /// <typeparam name="TPicture">Its type.</typeparam>
    /// <returns>The picture; null where there is none.</returns>
    public TPicture? Find<TPicture>(string key, string? stamp)
        where TPicture : class
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out LinkedListNode<Kept>? node))
            {
                return null;
            }

            if (node.Value.Stamp != stamp)
            {
                Remove(node);
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return (TPicture)node.Value.Picture;
        }
    }

    /// <summary>Keeps a picture.</summary>
    /// <param name="key">What it is of.</param>
    /// <param name="stamp">The stamp that the file had before it was read; null where it had none, and then the picture
    /// is not kept.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="bytes">How large it is.</param>
    public void Keep(string key, string? stamp, object picture, long bytes)
    {
        if (stamp is null || bytes > mostBytes)
        {
            return;
        }

        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<Kept>? old))
            {
                Remove(old);
            }

            _byKey[key] = _order.AddFirst(new Kept(key, stamp, picture, bytes));
            _bytes += bytes;
            while (_bytes > mostBytes)
            {
                Remove(_order.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        _order.Remove(node);
        _byKey.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Kept(string Key, string Stamp, object Picture, long Bytes);
}
