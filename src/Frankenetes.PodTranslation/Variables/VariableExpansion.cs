using System.Text;

namespace Frankenetes.PodTranslation.Variables;

/// <summary>
/// <c>$(NAME)</c> in commands, arguments and values: the variable's value; as it stands when there is none. <c>$$</c> is a dollar sign.
/// Source: Kubernetes, third_party/forked/golang/expansion.
/// </summary>
internal static class VariableExpansion
{
    /// <param name="text">Text with references.</param>
    /// <param name="variables">Known variables.</param>
    /// <returns>The text, and whether a secret went into it.</returns>
    public static EnvironmentValue Expand(string text, IReadOnlyDictionary<string, EnvironmentValue> variables)
    {
        var result = new StringBuilder(text.Length);
        var secret = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i) is var end and > 0)
            {
                if (variables.TryGetValue(text[(i + 2)..end], out var value))
                {
                    result.Append(value.Text);
                    secret |= value.IsSecret;
                }
                else
                {
                    result.Append(text, i, end - i + 1);
                }
                i = end;
            }
            else
            {
                result.Append(text[i]);
            }
        }
        return new EnvironmentValue(result.ToString(), secret);
    }
}

/// <summary>A variable's value.</summary>
/// <param name="Text">The value.</param>
/// <param name="IsSecret">It holds something from a Secret: ARM must not show it.</param>
internal readonly record struct EnvironmentValue(string Text, bool IsSecret);
