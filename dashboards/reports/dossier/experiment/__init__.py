"""An experiment as a dossier: the items of a run's, with intervals over replications."""
