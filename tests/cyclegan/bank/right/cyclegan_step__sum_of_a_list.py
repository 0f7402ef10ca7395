"""The six losses in a list; gradients cleared by hand."""


def cyclegan_step(game, A, B):
    fake_B, fake_A = game.AB(A), game.BA(B)
    parts = [generator_loss(game.D_A(fake_A)), cycle_loss(game.AB, fake_A, B), identity_loss(game.AB, B)]
    parts += [generator_loss(game.D_B(fake_B)), cycle_loss(game.BA, fake_B, A), identity_loss(game.BA, A)]
    g = sum(parts)
    for net in (game.AB, game.BA, game.D_A, game.D_B):
        for p in net.parameters():
            p.grad = None
    g.backward()
    game.G_solver.step()
    shown_A, shown_B = game.pool_A.query(fake_A), game.pool_B.query(fake_B)
    d = discriminator_loss(game.D_A(A), game.D_A(shown_A))
    d = d + discriminator_loss(game.D_B(B), game.D_B(shown_B))
    game.D_solver.zero_grad()
    d.backward()
    game.D_solver.step()
    return g.item(), d.item()
