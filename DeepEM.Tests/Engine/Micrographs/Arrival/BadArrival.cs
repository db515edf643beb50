using DeepEM.Tests.Support.BadFiles;

namespace DeepEM.Tests.Engine.Micrographs.Arrival;

/// <summary>A file that comes to a folder in one of the ways in which programs write.</summary>
internal sealed class BadArrival
{
    private const int Side = 16;

    private readonly string _folder;
    private readonly string _name;
    private readonly byte[] _content;
    private readonly Queue<(double At, Action Do)> _steps = new();

    private BadArrival(string folder, int number)
    {
        _folder = folder;
        _name = $"mic_{number:D5}.mrc";
        _content = new MrcBytes { Width = Side, Height = Side, Sections = 1 }.With(
            MrcBytes.Floats([.. Enumerable.Range(0, Side * Side).Select(i => 1 + i + (number / 7f))]));
    }

    /// <summary>Its path when it is complete.</summary>
    public string Path => System.IO.Path.Combine(_folder, _name);

    /// <summary>All its bytes.</summary>
    public byte[] Content => _content;

    /// <summary>When its last byte is there, seconds.</summary>
    public double Complete { get; private set; }

    /// <summary>Whether all has been done.</summary>
    public bool IsThere => _steps.Count == 0;

    /// <summary>Makes one; its number says the way.</summary>
    /// <param name="folder">Where it comes to.</param>
    /// <param name="number">From 0.</param>
    /// <param name="random">Says when.</param>
    /// <param name="latest">When it begins at the latest, seconds.</param>
    public static BadArrival Of(string folder, int number, Random random, double latest)
    {
        BadArrival file = new(folder, number);
        double at = latest * random.NextDouble();
        switch (number % 8)
        {
            case 0:
                file.At(at, () => File.WriteAllBytes(file.Path, file._content));
                break;
            case 1:
                file.ByRename(at, $".{file._name}.x7Yq1");
                break;
            case 2:
                file.ByRename(at, $"{file._name}.part");
                break;
            case 3:
                file.InPieces(at, pause: 1, isTaken: false);
                break;
            case 4:
                file.InPieces(at, pause: 1, isTaken: true);
                break;
            case 5:
                file.At(at, () => File.WriteAllBytes(file.Path, file._content[..1500]));
                file.At(at + 3, () => File.WriteAllBytes(file.Path, []));
                file.At(at + 4, () => File.WriteAllBytes(file.Path, file._content));
                break;
            case 6:
                // A transfer that stalls for much longer than any settling.
                file.InPieces(at, pause: 25, isTaken: false);
                break;
            default:
                file.InPieces(at, pause: 8, isTaken: true);
                break;
        }

        return file;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="now">The same as a date, which the file gets.</param>
    public void Do(double seconds, DateTime now)
    {
        bool isTouched = false;
        while (_steps.TryPeek(out (double At, Action Do) next) && next.At <= seconds)
        {
            _steps.Dequeue().Do();
            isTouched = true;
        }

        if (isTouched && File.Exists(Path))
        {
            File.SetLastWriteTimeUtc(Path, now);
        }
    }

    private void At(double at, Action what)
    {
        _steps.Enqueue((at, what));
        Complete = at;
    }

    private void ByRename(double at, string name)
    {
        string temporary = System.IO.Path.Combine(_folder, name);
        At(at, () => File.WriteAllBytes(temporary, _content[..1100]));
        At(at + 6, () => File.WriteAllBytes(temporary, _content));
        At(at + 7, () => File.Move(temporary, Path));
    }

    private void InPieces(double at, double pause, bool isTaken)
    {
        int piece = _content.Length / 5;
        At(at, () =>
        {
            using FileStream file = File.Create(Path);
            if (isTaken)
            {
                file.SetLength(_content.Length);
            }
        });
        for (int i = 0; i < 5; i++)
        {
            (int first, int end) = (i * piece, i == 4 ? _content.Length : (i + 1) * piece);
            At(at + ((i + 1) * pause), () =>
            {
                using FileStream file = new(Path, FileMode.Open, FileAccess.Write);
                file.Position = first;
                file.Write(_content.AsSpan(first, end - first));
            });
        }
    }
}
