using Fediprofs.Domain.Storage;

namespace Fediprofs.Domain.Accounts;

/// <summary>The text columns of accounts.</summary>
internal static class AccountColumns
{
    public static readonly ErasedColumns[] All =
    [
        new("credentials", "email email_key password_hash locale", nameof(AccountEraser)),
        new("accounts", "default_language", nameof(AccountEraser)),
    ];
}
