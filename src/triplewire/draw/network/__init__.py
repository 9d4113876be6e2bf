"""The network views: pyvis holds the graph, our layouts place it, our template shows it."""

from triplewire.draw.network.page import foot, network_page
from triplewire.draw.network.path_page import path_page
from triplewire.draw.network.picture import graph, picture
from triplewire.draw.network.rest import claims
from triplewire.draw.network.svg import network_svg, path_svg

__all__ = ["claims", "foot", "graph", "network_page", "network_svg", "path_page", "path_svg", "picture"]
