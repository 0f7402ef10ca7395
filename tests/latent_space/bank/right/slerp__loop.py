"""A loop over pairs and times, with an if for each pair."""

import torch


def slerp(z0, z1, t):
    rows = []
    for a, b in zip(z0, z1):
        cos = (torch.dot(a, b) / (a.norm() * b.norm())).clamp(-1, 1)
        omega = torch.acos(cos)
        points = []
        for s in t:
            if torch.sin(omega) < 1e-3:
                points.append((1 - s) * a + s * b)
            else:
                u = torch.sin((1 - s) * omega) * a / a.norm() + torch.sin(s * omega) * b / b.norm()
                points.append(((1 - s) * a.norm() + s * b.norm()) * u / torch.sin(omega))
        rows.append(torch.stack(points))
    return torch.stack(rows, dim=1)
