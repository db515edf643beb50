using System.Diagnostics;

namespace DeepEM.Tests.Support;

/// <summary>The display of RELION on a screen of its own that nobody sees, and a hand on its mouse.</summary>
internal sealed class RelionDisplay : IDisposable
{
    private static readonly string[] _programs = ["relion_display", "Xvfb", "xdotool"];
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _screen;
    private readonly string _name;
    private readonly Process _display;

    private RelionDisplay(Process screen, string name, Process display) =>
        (_screen, _name, _display) = (screen, name, display);

    /// <summary>Programs that are needed and not installed; Debian has them as relion-gui, xvfb and xdotool.</summary>
    public static string[] Missing => [.. _programs.Where(program =>
        !$"{Environment.GetEnvironmentVariable("PATH")}".Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program))))];

    /// <summary>Opens the classes of a model and waits for their window, or for the end of the program.</summary>
    /// <param name="project">The folder that names in the files are relative to.</param>
    /// <param name="model">The model, relative to it.</param>
    /// <param name="selection">The folder for what is selected, relative to it.</param>
    public static RelionDisplay Open(string project, string model, string selection)
    {
        Process screen = Start(
            "Xvfb", project, null, "-displayfd", "1", "-noreset", "-screen", "0", "1000x800x24");
        string name = ":" + screen.StandardOutput.ReadLine();
        Process display = Start(
            "relion_display", project, name, "--i", model, "--class", "--display", "rlnReferenceImage", "--table",
            "model_classes", "--sort", "rlnClassDistribution", "--reverse", "--scale", "2", "--allow_save",
            "--fn_parts", $"{selection}/particles.star", "--fn_imgs", $"{selection}/class_averages.star");
        RelionDisplay opened = new(screen, name, display);
        WaitFor(() => display.HasExited || opened.Mouse("search", "--onlyvisible", "--name", model).Length > 0);
        return opened;
    }

    /// <summary>Whether the window is open.</summary>
    public bool IsOpen => !_display.HasExited;

    /// <summary>What the program said, once it has ended.</summary>
    public string Said => _display.StandardOutput.ReadToEnd() + _display.StandardError.ReadToEnd();

    /// <summary>Selects images, counted from the left, and saves them by the menu.</summary>
    /// <param name="side">Side of an image on the screen, pixels.</param>
    /// <param name="images">Their numbers, from 0.</param>
    /// <param name="saved">A file that is there when it is done.</param>
    public void Save(int side, IEnumerable<int> images, string saved)
    {
        const int Top = 20;
        foreach (int image in images)
        {
            _ = Mouse("mousemove", $"{(image * (side + 4)) + (side / 2)}", $"{Top + (side / 2)}", "click", "1");
        }

        // The menu has lines of 21 pixels and opens at the mouse; the 15th line saves.
        _ = Mouse("mousemove", "60", "80", "mousedown", "3");
        Thread.Sleep(1000);
        _ = Mouse("mousemove", "140", "385");
        Thread.Sleep(500);
        _ = Mouse("mouseup", "3");
        WaitFor(() => !IsOpen || File.Exists(saved));
    }

    public void Dispose()
    {
        foreach (Process process in new[] { _display, _screen })
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }
    }

    private string Mouse(params string[] words)
    {
        using Process mouse = Start("xdotool", "/", _name, words);
        string said = mouse.StandardOutput.ReadToEnd();
        mouse.WaitForExit();
        return said;
    }

    private static void WaitFor(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(start) < _patience)
        {
            Thread.Sleep(200);
        }
    }

    private static Process Start(string program, string folder, string? screen, params string[] words)
    {
        ProcessStartInfo info = new(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (screen is not null)
        {
            info.Environment["DISPLAY"] = screen;
        }

        return Process.Start(info)!;
    }
}
