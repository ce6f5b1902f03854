using Fediprofs.Domain.Deliveries;
using Fediprofs.Domain.Remote;
using Fediprofs.Federation.Documents;
using Fediprofs.Federation.Outbox;
using Fediprofs.Federation.Sender;

namespace Fediprofs.Federation;

/// <summary>Registers what this instance says to others: outbox, sender, documents.</summary>
public static class FederationOut
{
    /// <summary>
    /// Adds documents, outbox and sender. Needs the slices up to Deliveries and Remote; <see cref="InstanceSigner.LoadAsync"/> must run
    /// before anything is fetched.
    /// </summary>
    /// <param name="services">The instance's own container.</param>
    /// <param name="options">How deliveries are sent.</param>
    /// <param name="about">What NodeInfo says of the instance.</param>
    public static IServiceCollection AddFederationOut(this IServiceCollection services, DeliveryOptions options, NodeDescription about) => services
        .AddDeliveries(options)
        .AddSingleton<InstanceSigner>()
        .AddSingleton<IRequestSigner>(provider => provider.GetRequiredService<InstanceSigner>())
        .AddDocuments(about)
        .AddSender()
        .AddOutbox();

    /// <summary>Adds the sender, which takes deliveries to the wire.</summary>
    public static IServiceCollection AddSender(this IServiceCollection services) => services
        .AddSingleton<SignedPost>()
        .AddSingleton<GoneInboxes>()
        .AddSingleton<Sender.Sender>()
        .AddHostedService(provider => provider.GetRequiredService<Sender.Sender>());

    /// <summary>Adds the outbox, which makes deliveries of what was committed.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutgoingRows>()
        .AddSingleton<ActivityBytes>()
        .AddSingleton<Outbox.Outbox>()
        .AddHostedService(provider => provider.GetRequiredService<Outbox.Outbox>());
}
