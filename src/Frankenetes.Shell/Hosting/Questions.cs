using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Frankenetes.Shell.Hosting;

/// <summary>Questions to the person at the terminal. Without one each refuses and says what to write instead, so that nothing waits for ever.</summary>
internal sealed class Questions(Terminal terminal)
{
    /// <summary>One line of standard input; a script may read it from a pipe.</summary>
    /// <exception cref="HostException">The input has ended.</exception>
    internal string ReadLine() =>
        terminal.In.ReadLine() ?? throw new HostException("A line was asked for, and the input has ended.");

    /// <summary>A line that is not shown while it is typed.</summary>
    internal SecureString ReadSecret()
    {
        RefuseWithoutTerminal("A secret", "Pass it as a SecureString.");
        var secret = new SecureString();
        while (true)
        {
            var key = terminal.ReadKey();
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    terminal.Out.WriteLine();
                    secret.MakeReadOnly();
                    return secret;
                case ConsoleKey.Backspace when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                        secret.AppendChar(key.KeyChar);
                    break;
            }
        }
    }

    /// <summary>The index of the choice that was taken; an empty answer takes the default.</summary>
    internal int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseWithoutTerminal($"\"{Heading(caption, message)}\"", "Say the answer on the command: -Confirm:$false, or -Force where it is offered.");
        WriteHeading(caption, message);
        while (true)
        {
            terminal.Out.Write(ChoiceMenu.Line(choices, defaultChoice));
            terminal.Out.Flush();
            var answer = ReadLine().Trim();
            if (answer == "?")
                WriteChoiceHelp(choices);
            else if (ChoiceMenu.Find(choices, defaultChoice, answer) is { } index)
                return index;
        }
    }

    /// <summary>The values of mandatory parameters that were left out, by name.</summary>
    internal Dictionary<string, PSObject> AskFields(string caption, string message, Collection<FieldDescription> fields)
    {
        var names = string.Join(", ", fields.Select(field => field.Name));
        RefuseWithoutTerminal($"A value for {names}", "Pass it on the command.");
        WriteHeading(caption, message);
        return fields.ToDictionary(field => field.Name, AskField);
    }

    /// <summary>A user name, asked for unless given, and a password.</summary>
    internal PSCredential AskCredential(string caption, string message, string? userName)
    {
        RefuseWithoutTerminal("A credential", "Pass a PSCredential.");
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
            userName = AskLine("User");
        terminal.Out.Write($"Password for user {userName}: ");
        terminal.Out.Flush();
        return new PSCredential(userName, ReadSecret());
    }

    private PSObject AskField(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(SecureString))
        {
            terminal.Out.Write($"{field.Name}: ");
            terminal.Out.Flush();
            return PSObject.AsPSObject(ReadSecret());
        }

        return typeof(IList).IsAssignableFrom(type) ? AskList(field.Name) : PSObject.AsPSObject(AskLine(field.Name));
    }

    // The engine turns the texts into the parameter's own type.
    private PSObject AskList(string name)
    {
        var values = new List<object>();
        while (AskLine(string.Create(CultureInfo.InvariantCulture, $"{name}[{values.Count}]")) is { Length: > 0 } line)
            values.Add(line);
        return PSObject.AsPSObject(values.ToArray());
    }

    private string AskLine(string name)
    {
        terminal.Out.Write($"{name}: ");
        terminal.Out.Flush();
        return ReadLine();
    }

    private void WriteHeading(string caption, string message)
    {
        terminal.Out.WriteLine();
        if (!string.IsNullOrEmpty(caption))
            terminal.Out.WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            terminal.Out.WriteLine(message);
    }

    private void WriteChoiceHelp(Collection<ChoiceDescription> choices)
    {
        foreach (var choice in choices)
            terminal.Out.WriteLine($"{ChoiceMenu.Key(choice)} - {choice.HelpMessage}");
    }

    private void RefuseWithoutTerminal(string what, string instead)
    {
        if (!terminal.CanAsk)
            throw new HostException($"{what} cannot be asked for: there is no terminal to answer at. {instead}");
    }

    private static string Heading(string caption, string message) => string.IsNullOrWhiteSpace(message) ? caption : message.ReplaceLineEndings(" ");
}
